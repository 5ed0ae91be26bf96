/** Tenants: what a new one starts with. */
@NullMarked
package dev.imas.core.tenant;

import org.jspecify.annotations.NullMarked;
