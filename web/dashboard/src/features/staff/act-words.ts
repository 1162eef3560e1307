/** What a member of staff did, as the end of a sentence. */
export const act_words: Record<string, string> = {
  claim: 'claimed this visitor',
  release: 'released this visitor',
  note: 'noted',
  tag: 'changed the tags',
  follow: 'began to follow this visitor',
  unfollow: 'stopped following this visitor',
  snooze: 'snoozed this visitor',
  wake: 'woke this visitor',
  done: 'marked this visitor as done',
  lane: 'moved this visit to another lane',
  identify: 'identified this visitor',
  unidentify: 'took the identity back',
  send_property: 'sent a property',
  invite: 'sent an invitation',
};
