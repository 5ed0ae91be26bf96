/** Sources of alerts, and their keys. */
@NullMarked
package dev.imas.core.source;

import org.jspecify.annotations.NullMarked;
