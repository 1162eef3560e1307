/** Checks of outside data: each shape takes a value and returns it typed, or says where it is wrong. */

export type Shape<Type> = (value: unknown, where?: string) => Type;

export class ShapeError extends Error {}

function expect(is_right: boolean, where: string, what: string): void {
  if (!is_right) throw new ShapeError(`${where || 'The message'} is not ${what}.`);
}

export const text: Shape<string> = (value, where = '') => {
  expect(typeof value === 'string', where, 'a text');
  return value as string;
};

export const number: Shape<number> = (value, where = '') => {
  expect(typeof value === 'number' && Number.isFinite(value), where, 'a number');
  return value as number;
};

export const flag: Shape<boolean> = (value, where = '') => {
  expect(typeof value === 'boolean', where, 'true or false');
  return value as boolean;
};

export const one_of =
  <Name extends string>(...names: Name[]): Shape<Name> =>
  (value, where = '') => {
    expect(names.includes(value as Name), where, `one of ${names.join(', ')}`);
    return value as Name;
  };

/** Null and absent are the same to us. */
export const maybe =
  <Type>(shape: Shape<Type>): Shape<Type | null> =>
  (value, where = '') =>
    value === null || value === undefined ? null : shape(value, where);

export const or =
  <Type>(shape: Shape<Type>, absent: Type): Shape<Type> =>
  (value, where = '') =>
    value === null || value === undefined ? absent : shape(value, where);

export const list =
  <Type>(shape: Shape<Type>): Shape<Type[]> =>
  (value, where = '') => {
    expect(Array.isArray(value), where, 'a list');
    return (value as unknown[]).map((item, index) => shape(item, `${where}/${index}`));
  };

/** Keeps the fields that the shapes name; others pass unseen. */
export const object =
  <Fields extends object>(
    shapes: {
      [Name in keyof Fields]-?: Shape<Exclude<Fields[Name], undefined>>;
    },
  ): Shape<Fields> =>
  (value, where = '') => {
    expect(typeof value === 'object' && value !== null, where, 'an object');
    const fields = {} as Fields;
    for (const name in shapes)
      fields[name] = shapes[name]((value as Record<string, unknown>)[name], `${where}/${name}`);
    return fields;
  };

/** An object whose names are data too. */
export const record =
  <Type>(shape: Shape<Type>): Shape<Record<string, Type>> =>
  (value, where = '') => {
    expect(typeof value === 'object' && value !== null && !Array.isArray(value), where, 'an object');
    return Object.fromEntries(
      Object.entries(value as object).map(([name, item]) => [name, shape(item, `${where}/${name}`)]),
    );
  };

/** For answers of which nothing is needed. */
export const anything: Shape<unknown> = (value) => value;
