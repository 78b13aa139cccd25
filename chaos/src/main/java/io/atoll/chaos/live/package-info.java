/**
 * An experiment on a real cluster: processes on loopback, clients over HTTP, {@code kill -9}. While
 * clients write at several levels, a node and then a whole datacenter are killed; what was
 * acknowledged is read back while they are dead and again after their return. It shows what the
 * simulation cannot: the true runtime, true disks and sockets, and how long clients suffer. It
 * depends on the machine's speed only in its figures, never in its verdict. What can fail: the
 * cluster does not start, a promise is broken, a level does not work again in time; each is said in
 * words and kept data is named.
 *
 * <p>Reading order: {@link io.atoll.chaos.live.WriteLevel}, {@link io.atoll.chaos.live.LiveKey}
 * (what is promised), {@link io.atoll.chaos.live.LiveClient}, {@link
 * io.atoll.chaos.live.LiveCheck}, {@link io.atoll.chaos.live.LiveExperiment} (the script), {@link
 * io.atoll.chaos.live.PhaseFigures}.
 */
package io.atoll.chaos.live;
