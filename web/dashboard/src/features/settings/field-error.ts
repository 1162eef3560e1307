import { ApiError } from '../../lib/api';

/** What the server says about one field. */
export const field_error = (error: unknown, pointer: string): string | undefined =>
  error instanceof ApiError ? error.errors.find((one) => one.pointer === pointer)?.detail : undefined;
