/** What people set up for themselves: saved views of pages, and how they want their pages. */
@NullMarked
package dev.imas.core.preference;

import org.jspecify.annotations.NullMarked;
