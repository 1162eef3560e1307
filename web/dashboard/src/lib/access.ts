/** Who we are to the server: the token of this browser tab, and the site being looked at. */

import { Store, useStore } from './store';

export interface Access {
  token: string | null;
  site: string | null;
  /** Why a token is asked for again. */
  message: string | null;
}

const remembered = { token: 'sojourn.token', site: 'sojourn.site' };

export const access = new Store<Access>({ token: null, site: null, message: null });
export const useAccess = (): Access => useStore(access);

/** Takes the token from a link such as `/#token=…&site=…` out of the address, where others could read it. */
export function take_access_from_address(): void {
  const { hash, pathname, search } = window.location;
  const linked = new URLSearchParams(hash.slice(1));
  const token = linked.get('token');
  if (token) history.replaceState(null, '', pathname + search);
  set_access(
    token ?? sessionStorage.getItem(remembered.token),
    linked.get('site') ?? new URLSearchParams(search).get('site') ?? sessionStorage.getItem(remembered.site),
  );
}

export function set_access(token: string | null, site: string | null, message: string | null = null): void {
  keep(remembered.token, token);
  keep(remembered.site, site);
  access.set({ token, site, message });
}

export const refuse_access = (): void =>
  set_access(null, access.get().site, 'The server did not take this token. It may have been revoked.');

function keep(name: string, value: string | null): void {
  if (value) sessionStorage.setItem(name, value);
  else sessionStorage.removeItem(name);
}
