/** Event webhooks: other systems subscribe to what happens to incidents (NTF-17). */
@NullMarked
package dev.imas.core.webhook;

import org.jspecify.annotations.NullMarked;
