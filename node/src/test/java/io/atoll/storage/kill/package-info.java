/**
 * Kills a real process in the middle of its writes, again and again, and looks whether the data
 * directory keeps what was acknowledged. A {@link io.atoll.storage.kill.Victim} opens the
 * directory, reports what it finds, and writes until it dies, announcing each write before it makes
 * it and each acknowledgement when it has it, through a pipe that outlives it. {@link
 * io.atoll.storage.kill.Ledger} keeps these announcements and checks what the next victim finds.
 *
 * <p>A killed process loses nothing that the kernel has, so this says nothing of missing syncs; the
 * simulated disk's power loss does that. What this finds is what only a real file system, real
 * threads and a real restart can show.
 */
package io.atoll.storage.kill;
