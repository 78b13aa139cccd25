/**
 * What a node does, engine by engine: small adapters that give each engine its loops, disk and
 * links, and connect the parts.
 *
 * <p>In reading order: {@link io.atoll.service.ReplicaShard} (what a write and an apply do to the
 * stored state of a key) and {@link io.atoll.service.ShardReplicas} (the node's replicas as one
 * loop reaches them) put replication on storage. {@link io.atoll.service.TopologyService} runs the
 * topology log, {@link io.atoll.service.Adoption} does what a new epoch asks for, {@link
 * io.atoll.service.KeyspaceAdmin} proposes changes, {@link io.atoll.service.DroppedKeyspaces} sees
 * to it that nothing stays of what was dropped; {@link io.atoll.service.HintService} notes what
 * replicas miss, and {@code HintCourier} brings it to them; {@link io.atoll.service.GossipService}
 * runs failure detection, {@link io.atoll.service.PresenceService} asks peers whether they answer,
 * {@link io.atoll.service.StorageWatch} looks whether the own storage takes writes. {@link
 * io.atoll.service.PublishedTopology} and {@link io.atoll.service.LivenessView} are what loop 0
 * shows all loops: immutable values in volatile fields, the one thing that loops share. {@link
 * io.atoll.service.AntiEntropy} keeps replicas the same as those of other nodes: {@link
 * io.atoll.service.SketchedShard} puts the sketches of {@code io.atoll.repair} on storage, {@code
 * NodeSketches} and {@code ExchangeAnswerer} answer others, {@code RepairDriver} and {@code
 * RepairSession} ask them.
 *
 * <p>Services know the engines and the interfaces of {@code io.atoll.env}, and neither HTTP, nor
 * the client protocol, nor the real world; what they report goes to listeners whose interfaces they
 * own.
 */
package io.atoll.service;
