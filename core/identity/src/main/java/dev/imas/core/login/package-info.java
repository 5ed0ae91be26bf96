/**
 * How users log in and stay logged in: sessions, the access tokens that are signed for them, and
 * the invitations that make the first accounts.
 */
@NullMarked
package dev.imas.core.login;

import org.jspecify.annotations.NullMarked;
