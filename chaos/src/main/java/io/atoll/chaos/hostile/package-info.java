/**
 * What hostile or careless clients do to a server: an {@link io.atoll.chaos.hostile.Attack} runs
 * for a bounded time against an address and reports what came of it. It speaks through plain
 * sockets and knows nothing of the product but its ports, so that it may send what no library would
 * ({@link io.atoll.chaos.hostile.Crowd}). Whether the server held is for {@link
 * io.atoll.chaos.hostile.HostileTrial} to judge, whose witness asks it something well-behaved
 * meanwhile and afterwards.
 *
 * <p>Reading order: {@code Attack}, {@code AttackReport}, {@code Crowd}, {@code Visitor}, {@code
 * HttpAttacks}, {@code IdleAttacks}, {@code Garbage}, {@code GarbageAttacks}, {@code Targets},
 * {@code Witness}, {@code HostileTrial}.
 */
package io.atoll.chaos.hostile;
