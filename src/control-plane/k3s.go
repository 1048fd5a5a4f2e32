package main

import (
	"encoding/base64"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
)

const k3sUsage = `usage:
  k3s server [FLAGS]   a control plane without nodes that takes the command line of k3s
  k3s --version

This is not k3s but the upstream kube-apiserver with an embedded etcd, for tests.
`

// dispatchK3s is the program under the name k3s, by which an image of it takes the place of one of k3s.
func dispatchK3s(args []string) int {
	if len(args) == 0 {
		fmt.Fprint(os.Stderr, k3sUsage)
		return exitUsage
	}
	switch args[0] {
	case "server":
		return runK3s(args[1:])
	case "--version", "-v":
		return dispatch("control-plane", []string{"version"})
	case "--help", "-h", "help":
		fmt.Print(k3sUsage)
		return 0
	default:
		fmt.Fprintf(os.Stderr, "k3s: unknown command %q\n%s", args[0], k3sUsage)
		return exitUsage
	}
}

// runK3s runs the control plane in the foreground until a signal arrives.
func runK3s(args []string) int {
	exitOnSignal()
	options, err := parseK3sOptions(args, os.Getenv)
	if err == nil {
		err = refuseConfigFile()
	}
	if err != nil {
		fmt.Fprintf(os.Stderr, "k3s: %v\n", err)
		return exitUsage
	}
	for _, name := range options.withoutEffect {
		fmt.Fprintf(os.Stderr, "k3s: --%s has no effect: this is a control plane without nodes\n", name)
	}
	addresses, err := hostAddresses()
	if err != nil {
		fmt.Fprintf(os.Stderr, "k3s: %v\n", err)
		return exitFailure
	}
	options = options.advertised(addresses)
	kubeconfig, err := writeK3sFiles(options, addresses)
	if err != nil {
		fmt.Fprintf(os.Stderr, "k3s: %v\n", err)
		return exitFailure
	}
	return serve(serverOptions{
		dataDir:        filepath.Join(options.dataDir, "server", "db"),
		kubeconfig:     kubeconfig,
		apiServerFlags: options.apiServerFlags(),
	})
}

func refuseConfigFile() error {
	if _, err := os.Stat(k3sConfigFile); err == nil {
		return fmt.Errorf("%s is not read here: give its settings as flags", k3sConfigFile)
	}
	return nil
}

// hostAddresses are the addresses of this host but the loopback ones.
func hostAddresses() ([]net.IP, error) {
	all, err := net.InterfaceAddrs()
	if err != nil {
		return nil, err
	}
	addresses := []net.IP{}
	for _, address := range all {
		network, ok := address.(*net.IPNet)
		if ok && !network.IP.IsLoopback() && !network.IP.IsLinkLocalUnicast() {
			addresses = append(addresses, network.IP)
		}
	}
	return addresses, nil
}

// advertised fills in the address that the API server tells others. It would look for a default route itself, which
// a network without a way out has not.
func (o k3sOptions) advertised(addresses []net.IP) k3sOptions {
	if o.advertiseAddress != "" {
		return o
	}
	o.advertiseAddress = "127.0.0.1"
	for _, address := range addresses {
		if address.To4() != nil {
			o.advertiseAddress = address.String()
			break
		}
	}
	return o
}

// writeKubeconfigs writes the administrator's kubeconfig where k3s does, and returns the path of the controllers'.
func writeKubeconfigs(options k3sOptions) (string, error) {
	mode, err := strconv.ParseUint(options.kubeconfigMode, 8, 32)
	if err != nil {
		return "", err
	}
	controllers := filepath.Join(options.dataDir, "server", "cred", "controller.kubeconfig")
	return controllers, errors.Join(
		writeKubeconfig(options, options.kubeconfig, "client-admin", os.FileMode(mode)),
		writeKubeconfig(options, controllers, "client-controller", 0o600))
}

func writeKubeconfig(options k3sOptions, path, client string, mode os.FileMode) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	encoded := []any{options.port}
	for _, name := range []string{"server-ca.crt", client + ".crt", client + ".key"} {
		content, err := os.ReadFile(options.tls(name))
		if err != nil {
			return err
		}
		encoded = append(encoded, base64.StdEncoding.EncodeToString(content))
	}
	return writeBlocks(path, mode, fmt.Appendf(nil, kubeconfigTemplate, encoded...))
}

// kubeconfigTemplate has the names of k3s's own file, which those rely on who edit it by a program.
const kubeconfigTemplate = `apiVersion: v1
kind: Config
preferences: {}
current-context: default
clusters:
- name: default
  cluster:
    server: https://127.0.0.1:%d
    certificate-authority-data: %s
contexts:
- name: default
  context:
    cluster: default
    user: default
users:
- name: default
  user:
    client-certificate-data: %s
    client-key-data: %s
`
