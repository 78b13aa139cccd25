package io.atoll.service;

import io.atoll.membership.MemberState;
import io.atoll.ring.Member;

/**
 * One member as a node sees it.
 *
 * @param keys keys it holds, all keyspaces and replicas together, as last gossiped; -1 when unknown
 * @param bytes bytes of those keys and their values; -1 when unknown
 * @param epoch the newest epoch it knows, 0 when unknown
 * @param refusesWrites whether its storage takes no writes, as last gossiped
 */
public record NodeStatus(
    Member member, MemberState state, long keys, long bytes, long epoch, boolean refusesWrites) {}
