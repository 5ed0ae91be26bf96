/** Clients that others generate from the API's description. */
@NullMarked
package dev.imas.core.client;

import org.jspecify.annotations.NullMarked;
