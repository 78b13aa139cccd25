package io.atoll.peer;

import io.atoll.env.Address;

/** Which node a member number stands for, and where it accepts links. */
public record PeerPlace(String nodeId, Address address) {}
