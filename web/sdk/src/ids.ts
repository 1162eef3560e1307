/** Ids and secrets made in the browser. */

/** As many random digits, after the text. */
const digits = (count: number, text: string): string =>
  crypto.getRandomValues(new Uint8Array(count)).reduce((sum, byte) => sum + (byte & 15).toString(16), text);

/** 256 random bits: visitor ids and session keys, which nobody may guess. */
export const secret = (): string => digits(64, '');

/** A UUIDv7: 48 bits of time (44 of them suffice until the year 2527), then chance. Later ids sort later. */
export const uuid7 = (now: number): string =>
  digits(18, `0${now.toString(16)}`).replace(/(.{8})(.{4})(...)(...)/, '$1-$2-7$3-a$4-');
