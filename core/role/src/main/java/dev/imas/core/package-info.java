/**
 * The core role: incidents, their API, and who is told about them. {@link dev.imas.core.CoreRole}
 * wires it.
 */
@NullMarked
package dev.imas.core;

import org.jspecify.annotations.NullMarked;
