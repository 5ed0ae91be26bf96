/** What is known of Amazon SNS: its topics, and which of the addresses in its posts are its own. */
@NullMarked
package dev.imas.core.sns;

import org.jspecify.annotations.NullMarked;
