/** Receipts: what became of one accepted request. */
@NullMarked
package dev.imas.core.receipt;

import org.jspecify.annotations.NullMarked;
