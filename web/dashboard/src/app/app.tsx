import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useState } from 'react';
import { TokenScreen } from '../features/access/token-screen';
import { useAccess } from '../lib/access';
import { ApiError } from '../lib/api';
import { ShapeError } from '../lib/shape';
import { Shell } from './shell';

export function App() {
  const { token } = useAccess();
  return token ? <SignedIn key={token} /> : <TokenScreen />;
}

/** Answers are kept for one token only: another one may see other things. */
function SignedIn() {
  const [queries] = useState(() => new QueryClient({ defaultOptions: { queries: { retry } } }));
  return (
    <QueryClientProvider client={queries}>
      <Shell />
    </QueryClientProvider>
  );
}

/** A server that refused once, or spoke in riddles, will do so again; one that failed may recover. */
const retry = (failures: number, error: Error): boolean =>
  !(error instanceof ShapeError) && !(error instanceof ApiError && error.status < 500) && failures < 2;
