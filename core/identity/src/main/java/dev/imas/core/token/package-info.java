/** Credentials of the JSON API. */
@NullMarked
package dev.imas.core.token;

import org.jspecify.annotations.NullMarked;
