package io.atoll.chaos.fault;

/** Who stands in the network, a node or a client, and in which DC. */
public record Place(String name, String dc) {}
