package main

import (
	"flag"
	"fmt"
	"io"
	"net"
	"path/filepath"
	"slices"
	"sort"
	"strconv"
	"strings"
)

const (
	// k3sDataDir and k3sKubeconfig are where k3s as root keeps its data, and leaves the administrator's kubeconfig.
	k3sDataDir    = "/var/lib/rancher/k3s"
	k3sKubeconfig = "/etc/rancher/k3s/k3s.yaml"
	// k3sConfigFile is read by k3s, and refused here: half of it would be ignored.
	k3sConfigFile = "/etc/rancher/k3s/config.yaml"
	k3sPort       = 6443
)

// k3sOptions are those flags of `k3s server` that say something about a control plane without a node.
type k3sOptions struct {
	dataDir          string
	kubeconfig       string
	kubeconfigMode   string
	bindAddress      string
	advertiseAddress string
	port             int
	serviceCIDR      string
	clusterDomain    string
	verbosity        string
	tlsNames         []string
	apiServerArgs    []string
	// withoutEffect are the flags that were given and are about what is not here.
	withoutEffect []string
}

// k3sFlagsWithoutEffect are flags of `k3s server` for parts that this program does not have: nodes and their network,
// the packaged components, the scheduler, joining servers.
var k3sFlagsWithoutEffect = []string{
	"disable", "no-deploy", "flannel-backend", "egress-selector-mode", "cluster-cidr", "cluster-dns", "token",
	"node-name", "node-ip", "node-label", "node-taint", "snapshotter", "kubelet-arg", "kube-proxy-arg",
	"kube-controller-manager-arg", "kube-controller-arg", "kube-scheduler-arg", "kube-cloud-controller-manager-arg",
	"etcd-arg", "service-node-port-range",
}

// k3sSwitchesWithoutEffect are those of them that take no value.
var k3sSwitchesWithoutEffect = []string{
	"disable-scheduler", "disable-cloud-controller", "disable-kube-proxy", "disable-network-policy",
	"disable-helm-controller", "cluster-init", "tls-san-security",
}

// parseK3sOptions reads the arguments that follow `k3s server`. A flag that it does not know is an error, as with k3s.
func parseK3sOptions(args []string, environment func(string) string) (k3sOptions, error) {
	options := k3sOptions{}
	flags := flag.NewFlagSet("k3s server", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	text := func(target *string, name, variable, otherwise string) {
		if value := environment(variable); variable != "" && value != "" {
			otherwise = value
		}
		flags.StringVar(target, name, otherwise, "")
	}
	text(&options.dataDir, "data-dir", "K3S_DATA_DIR", k3sDataDir)
	flags.StringVar(&options.dataDir, "d", options.dataDir, "")
	text(&options.kubeconfig, "write-kubeconfig", "K3S_KUBECONFIG_OUTPUT", k3sKubeconfig)
	flags.StringVar(&options.kubeconfig, "o", options.kubeconfig, "")
	text(&options.kubeconfigMode, "write-kubeconfig-mode", "K3S_KUBECONFIG_MODE", "600")
	text(&options.bindAddress, "bind-address", "", "0.0.0.0")
	text(&options.advertiseAddress, "advertise-address", "", "")
	text(&options.serviceCIDR, "service-cidr", "", "10.43.0.0/16")
	text(&options.clusterDomain, "cluster-domain", "", "cluster.local")
	text(&options.verbosity, "v", "", "")
	flags.IntVar(&options.port, "https-listen-port", k3sPort, "")
	flags.Bool("disable-agent", false, "")
	flags.Bool("debug", false, "")
	flags.Func("tls-san", "", func(value string) error {
		options.tlsNames = append(options.tlsNames, strings.Split(value, ",")...)
		return nil
	})
	// Not split at commas: they are the API server's.
	apiServerArg := func(value string) error {
		options.apiServerArgs = append(options.apiServerArgs, value)
		return nil
	}
	flags.Func("kube-apiserver-arg", "", apiServerArg)
	flags.Func("kube-api-arg", "", apiServerArg)
	for _, name := range k3sFlagsWithoutEffect {
		flags.Func(name, "", func(string) error { return nil })
	}
	for _, name := range k3sSwitchesWithoutEffect {
		flags.Bool(name, false, "")
	}
	if err := flags.Parse(args); err != nil {
		return options, err
	}
	if flags.NArg() > 0 {
		return options, fmt.Errorf("not a flag: %q", flags.Arg(0))
	}
	flags.Visit(func(given *flag.Flag) {
		if slices.Contains(k3sFlagsWithoutEffect, given.Name) || slices.Contains(k3sSwitchesWithoutEffect, given.Name) {
			options.withoutEffect = append(options.withoutEffect, given.Name)
		}
	})
	return options, options.check()
}

// check refuses values that would fail later with a message about something else.
func (o k3sOptions) check() error {
	if !filepath.IsAbs(o.dataDir) {
		return fmt.Errorf("--data-dir=%s is not an absolute path", o.dataDir)
	}
	if mode, err := strconv.ParseUint(o.kubeconfigMode, 8, 32); err != nil || mode > 0o777 {
		return fmt.Errorf("--write-kubeconfig-mode=%s is not a file mode such as 644", o.kubeconfigMode)
	}
	if _, _, err := net.ParseCIDR(o.serviceCIDR); err != nil {
		return fmt.Errorf("--service-cidr=%s is not one network such as 10.43.0.0/16", o.serviceCIDR)
	}
	for _, address := range []string{o.bindAddress, o.advertiseAddress} {
		if address != "" && net.ParseIP(address) == nil {
			return fmt.Errorf("not an IP address: %s", address)
		}
	}
	if o.port < 1 || o.port > 65535 {
		return fmt.Errorf("--https-listen-port=%d is not a port", o.port)
	}
	return nil
}

// tls names a file of the certificates and keys, where and as k3s names it.
func (o k3sOptions) tls(name string) string {
	return filepath.Join(o.dataDir, "server", "tls", name)
}

func (o k3sOptions) issuer() string {
	return "https://kubernetes.default.svc." + o.clusterDomain
}

// apiServerFlags are the flags of the API server: k3s's defaults, overridden by --kube-apiserver-arg. The defaults are
// those of k3s's pkg/daemons/control/server.go since May 2025; what is about nodes and the tunnels to them is left
// out. An authentication or authorization configuration replaces the flag that it cannot stand beside (k3s#12245,
// k3s#12246).
func (o k3sOptions) apiServerFlags() []string {
	defaults := map[string]string{
		"advertise-address":                  o.advertiseAddress,
		"allow-privileged":                   "true",
		"api-audiences":                      o.issuer() + ",k3s",
		"bind-address":                       o.bindAddress,
		"cert-dir":                           o.tls("temporary-certs"),
		"client-ca-file":                     o.tls("client-ca.crt"),
		"enable-admission-plugins":           "NodeRestriction",
		"enable-bootstrap-token-auth":        "true",
		"kubelet-certificate-authority":      o.tls("server-ca.crt"),
		"kubelet-client-certificate":         o.tls("client-kube-apiserver.crt"),
		"kubelet-client-key":                 o.tls("client-kube-apiserver.key"),
		"profiling":                          "false",
		"proxy-client-cert-file":             o.tls("client-auth-proxy.crt"),
		"proxy-client-key-file":              o.tls("client-auth-proxy.key"),
		"requestheader-allowed-names":        k3sFrontProxy,
		"requestheader-client-ca-file":       o.tls("request-header-ca.crt"),
		"requestheader-extra-headers-prefix": "X-Remote-Extra-",
		"requestheader-group-headers":        "X-Remote-Group",
		"requestheader-username-headers":     "X-Remote-User",
		"secure-port":                        strconv.Itoa(o.port),
		"service-account-issuer":             o.issuer(),
		"service-account-key-file":           o.tls("service.key"),
		"service-account-signing-key-file":   o.tls("service.current.key"),
		"service-cluster-ip-range":           o.serviceCIDR,
		"storage-backend":                    "etcd3",
		"tls-cert-file":                      o.tls("serving-kube-apiserver.crt"),
		"tls-private-key-file":               o.tls("serving-kube-apiserver.key"),
	}
	if !o.givesAPIServer("authentication-config") {
		defaults["anonymous-auth"] = "false"
	}
	if !o.givesAPIServer("authorization-config") {
		defaults["authorization-mode"] = "Node,RBAC"
	}
	if o.verbosity != "" {
		defaults["v"] = o.verbosity
	}
	if address := net.ParseIP(o.advertiseAddress); address != nil && address.IsLoopback() {
		// A container without a network: loopback is no address for endpoints.
		defaults["endpoint-reconciler-type"] = "none"
	}
	return mergeFlags(defaults, o.apiServerArgs)
}

func (o k3sOptions) givesAPIServer(name string) bool {
	return slices.ContainsFunc(o.apiServerArgs, func(arg string) bool {
		given, value, _ := strings.Cut(strings.TrimPrefix(arg, "--"), "=")
		return given == name && value != ""
	})
}

// mergeFlags overrides defaults by arguments of the form NAME=VALUE as k3s does: NAME+=VALUE adds a value behind the
// default, NAME-=VALUE one in front of it, a name alone means true, and a name that is repeated keeps all its values
// in their order.
func mergeFlags(defaults map[string]string, args []string) []string {
	values := map[string][]string{}
	for name, value := range defaults {
		values[name] = []string{value}
	}
	given := map[string]bool{}
	for _, arg := range args {
		name, value, found := strings.Cut(strings.TrimPrefix(arg, "--"), "=")
		if !found {
			value = "true"
		}
		base := strings.TrimRight(name, "+-")
		switch {
		case strings.HasSuffix(name, "-"):
			values[base] = append([]string{value}, values[base]...)
		case strings.HasSuffix(name, "+") || given[base]:
			values[base] = append(values[base], value)
		default:
			values[base] = []string{value}
		}
		given[base] = true
	}
	flags := []string{}
	for name, all := range values {
		for _, value := range all {
			flags = append(flags, "--"+name+"="+value)
		}
	}
	sort.SliceStable(flags, func(i, j int) bool {
		left, _, _ := strings.Cut(flags[i], "=")
		right, _, _ := strings.Cut(flags[j], "=")
		return left < right
	})
	return flags
}
