/** Acknowledgements that senders post, such as PagerDuty's and Opsgenie's clients. */
@NullMarked
package dev.imas.core.senderack;

import org.jspecify.annotations.NullMarked;
