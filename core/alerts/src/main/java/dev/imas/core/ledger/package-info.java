/** The ledger: counts of accepted alerts and of their dispositions, which must balance. */
@NullMarked
package dev.imas.core.ledger;

import org.jspecify.annotations.NullMarked;
