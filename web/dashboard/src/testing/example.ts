import { readFileSync } from 'node:fs';

/** A message of `web/protocol`, as the server would send it. */
export const example = (name: string) =>
  JSON.parse(readFileSync(`${process.cwd()}/protocol/${name}`, 'utf8'));
