/**
 * Requests of people about their data: their clocks and proofs, the export of a person, and the
 * erasure of one.
 */
@NullMarked
package dev.imas.core.privacy;

import org.jspecify.annotations.NullMarked;
