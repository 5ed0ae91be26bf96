/** What core asks of a gateway: to post a body, to try one, or to read one again. */
@NullMarked
package dev.imas.gateway.request;

import org.jspecify.annotations.NullMarked;
