/** What core writes into messages beside their words: codes and links. */
@NullMarked
package dev.imas.core.message;

import org.jspecify.annotations.NullMarked;
