import { Bug } from 'lucide-react';
import { Component, type ReactNode } from 'react';
import { Button } from '../ui/button';
import { Notice } from '../ui/notice';

/** A page that breaks leaves the others usable. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { error: Error | null }> {
  override state = { error: null as Error | null };

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (!error) return this.props.children;
    return (
      <Notice icon={<Bug aria-hidden />} title="This page came to a stop">
        <p role="alert">{error.message}</p>
        <Button look="primary" onClick={() => this.setState({ error: null })}>
          Try again
        </Button>
      </Notice>
    );
  }
}
