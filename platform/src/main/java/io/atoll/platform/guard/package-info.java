/**
 * Ends a process that cannot serve any more, so that whoever supervises it starts another: {@link
 * io.atoll.platform.guard.ProcessGuard} hears of errors that nothing recovers from ({@link
 * io.atoll.platform.guard.FatalErrors}) and watches the event loops ({@link
 * io.atoll.platform.guard.LoopPulse}); {@link io.atoll.platform.guard.ProcessEnd} is the end
 * itself. A process that stays, with its ports open and nobody behind them, is worse than none.
 */
package io.atoll.platform.guard;
