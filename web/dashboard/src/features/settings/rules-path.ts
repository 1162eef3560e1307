export const rules_path = (site: string): string => `/api/v1/sites/${encodeURIComponent(site)}/score-rules`;
