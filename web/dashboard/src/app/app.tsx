import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { TokenScreen } from '../features/access/token-screen';
import { useAccess } from '../lib/access';
import { ApiError } from '../lib/api';
import { Shell } from './shell';

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      retry: (failures, error) => !(error instanceof ApiError && error.status < 500) && failures < 2,
    },
  },
});

export function App() {
  const { token } = useAccess();
  return (
    <QueryClientProvider client={queries}>
      {token ? <Shell key={token} /> : <TokenScreen />}
    </QueryClientProvider>
  );
}
