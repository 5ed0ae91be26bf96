/** What was sent to whoever reads it. */
export default {
  "inbox.title": "Inbox",
  "inbox.list": "Messages to you, the newest first",
  "inbox.which": "Which",
  "inbox.which.all": "All",
  "inbox.which.unread": "Unread",
  "inbox.all": "Mark all as read",
  "inbox.none": "Nothing was sent to you yet.",
  "inbox.none.unread": "You have read everything.",
  "inbox.nobody": "This session belongs to no person, so it has no inbox.",
  "inbox.unread": "(unread)",
  "inbox.mark.read": "Mark as read",
  "inbox.mark.unread": "Mark as unread",
  "inbox.marked.read": "Marked as read: {count}",
  "inbox.marked.unread": "Marked as unread: {count}",
};
