/** The templates of tenants, as the notifier reads them. */
@NullMarked
package dev.imas.notifier.wording;

import org.jspecify.annotations.NullMarked;
