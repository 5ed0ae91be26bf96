/**
 * The public status page: what a tenant tells the public, and how the public reads it. Only what a
 * person has typed for the page is on it.
 */
@NullMarked
package dev.imas.core.statuspage;

import org.jspecify.annotations.NullMarked;
