/** The counts that must balance: what was accepted, and what became of it. */
@NullMarked
package dev.imas.core.ledger;

import org.jspecify.annotations.NullMarked;
