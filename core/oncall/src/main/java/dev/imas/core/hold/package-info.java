/** Holds back messages that can wait, and sends what was collected as one message. */
@NullMarked
package dev.imas.core.hold;

import org.jspecify.annotations.NullMarked;
