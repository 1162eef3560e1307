import type { ComponentType } from 'react';
import { IdentifyDialog } from './identify-dialog';
import { InviteDialog } from './invite-dialog';
import { NoteDialog } from './note-dialog';
import { type ActKind, close_act, type OpenAct } from './open-act';
import { SendPropertyDialog } from './send-property-dialog';
import { SnoozeDialog } from './snooze-dialog';
import { TagDialog } from './tag-dialog';

export interface ActDialogProps {
  session: OpenAct['session'];
  on_close(): void;
}

const dialogs: Record<ActKind, ComponentType<ActDialogProps>> = {
  identify: IdentifyDialog,
  'send-property': SendPropertyDialog,
  invite: InviteDialog,
  note: NoteDialog,
  tag: TagDialog,
  snooze: SnoozeDialog,
};

export default function ActDialog({ act }: { act: OpenAct }) {
  const Chosen = dialogs[act.kind];
  return <Chosen session={act.session} on_close={close_act} />;
}
