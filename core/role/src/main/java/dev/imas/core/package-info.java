/** Core: incidents, their API, and who is told. {@link dev.imas.core.CoreRole} wires it. */
@NullMarked
package dev.imas.core;

import org.jspecify.annotations.NullMarked;
