/** The audit: who changed what, when and from where. It is only ever added to. */
@NullMarked
package dev.imas.core.audit;

import org.jspecify.annotations.NullMarked;
