/** What was sent to whoever reads it. */
export default {
  "inbox.title": "Inbox",
  "inbox.list": "Your messages, newest first",
  "inbox.which": "Show",
  "inbox.which.all": "All",
  "inbox.which.unread": "Unread",
  "inbox.all": "Mark all as read",
  "inbox.none": "No messages yet",
  "inbox.none.unread": "You’re all caught up",
  "inbox.nobody": "This session isn’t linked to a person, so it has no inbox.",
  "inbox.unread": "(unread)",
  "inbox.mark.read": "Mark as read",
  "inbox.mark.unread": "Mark as unread",
  "inbox.marked.read": "{count} marked as read",
  "inbox.marked.unread": "{count} marked as unread",
};
