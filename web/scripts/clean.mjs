// Empties web/dist, so that a build never leaves files of an earlier one behind.
import { rmSync } from 'node:fs';

rmSync(new URL('../dist/', import.meta.url), { recursive: true, force: true });
