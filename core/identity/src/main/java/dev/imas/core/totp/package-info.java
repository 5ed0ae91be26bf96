/** The second factor at log-in: codes by time, and recovery codes for who has lost the device. */
@NullMarked
package dev.imas.core.totp;

import org.jspecify.annotations.NullMarked;
