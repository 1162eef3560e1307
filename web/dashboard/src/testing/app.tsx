import { act, cleanup, configure, render, waitFor } from '@testing-library/react';
import axe from 'axe-core';
import { afterEach, beforeEach, expect, vi } from 'vitest';
import type { LiveSession } from '../../../protocol/live';
import { App } from '../app/app';
import { take_access_from_address } from '../lib/access';
import { navigate } from '../lib/navigation';
import { FakeSocket } from './fake-socket';
import { FakeServer } from './server';
import { snapshot } from './visits';

// A page's own file is read and compiled when it is first opened.
configure({ asyncUtilTimeout: 8000 });

export let server: FakeServer;

/** Every test of a file begins with a fresh browser tab and a fresh server. */
export function with_app(): void {
  beforeEach(() => {
    sessionStorage.clear();
    localStorage.clear();
    FakeSocket.opened = [];
    vi.stubGlobal('WebSocket', FakeSocket);
    vi.stubGlobal('scrollTo', () => {});
    server = new FakeServer();
  });
  afterEach(() => {
    cleanup();
    vi.unstubAllGlobals();
  });
}

/** The dashboard at an address, signed in. */
export function open(address: string): HTMLElement {
  const [path, hash = ''] = address.split('#');
  history.replaceState(null, '', `${path}#${hash || 'token=secret'}`);
  take_access_from_address();
  const { container } = render(<App />);
  act(() => navigate(window.location.pathname + window.location.search));
  return container;
}

/** Lets the socket open, and tells these visits. */
export async function go_live(sessions: LiveSession[]): Promise<void> {
  await waitFor(() => expect(FakeSocket.opened.length).toBeGreaterThan(0));
  act(() => {
    FakeSocket.last.accept();
    FakeSocket.last.says(snapshot(1, sessions));
  });
}

/** What axe finds in the whole document. Colours need a real browser; a journey hides the page, and with it its landmark. */
export async function axe_findings(): Promise<unknown[]> {
  const rules = { 'color-contrast': { enabled: false }, region: { enabled: false } };
  const { violations } = await axe.run(document.body, { rules });
  return violations.map(({ id, nodes }) => [id, nodes[0]?.html]);
}
