/**
 * Names that alerts gave and no service has: their incidents fell to triage (ING-25). They are read
 * from the incidents and alerts that are there, so that no alert costs a write more.
 */
@NullMarked
package dev.imas.core.unmatched;

import org.jspecify.annotations.NullMarked;
