package dev.cksauth.suite;

import org.junit.platform.suite.api.ConfigurationParameter;
import org.junit.platform.suite.api.IncludeEngines;
import org.junit.platform.suite.api.SelectDirectories;
import org.junit.platform.suite.api.Suite;
import org.junit.platform.suite.api.SuiteDisplayName;

/** Every scenario of the endpoints profile on the real reference system, each a test of its own. */
@Suite
@SuiteDisplayName("The reference system conforms to the endpoints profile")
@IncludeEngines("cks-auth")
@SelectDirectories("scenarios")
@ConfigurationParameter(
    key = "cksauth.subject-provider",
    value = "dev.cksauth.suite.ReferenceProvider")
@ConfigurationParameter(key = "cksauth.profiles", value = "endpoints")
final class ReferenceEndpointsTest {}
