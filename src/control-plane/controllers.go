package main

import (
	"context"
	"fmt"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/metadata"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/client-go/util/keyutil"
	"k8s.io/klog/v2"
	"k8s.io/kubernetes/pkg/controller/certificates/rootcacertpublisher"
	"k8s.io/kubernetes/pkg/controller/namespace"
	"k8s.io/kubernetes/pkg/controller/serviceaccount"
	tokens "k8s.io/kubernetes/pkg/serviceaccount"
)

const (
	// readyPoll is how often the controllers ask whether the API server is ready. Informers that start too early
	// would back off for longer than the API server takes.
	readyPoll = 50 * time.Millisecond
	// resync is the controller manager's default for namespaces (--namespace-sync-period).
	resync = 5 * time.Minute
	// workers is enough for the handful of namespaces that tests make and delete at a time.
	workers = 4
)

// controllerSet builds the controllers on one client. It uses the upstream packages directly, not the controller
// manager's command: both commands claim the same process-wide feature gates, and the command would bring every cloud
// and volume package along.
type controllerSet struct {
	config    *rest.Config
	client    kubernetes.Interface
	informers informers.SharedInformerFactory
	keyFile   string
}

// controller runs until its context ends.
type controller func(ctx context.Context)

// runControllers waits for the API server, starts the controllers and returns; they end with the context. An error is
// a configuration that cannot work.
func runControllers(ctx context.Context, options serverOptions) error {
	config, err := clientcmd.BuildConfigFromFlags("", options.kubeconfig)
	if err != nil {
		return err
	}
	// The default limits make the deletion of one namespace take ten seconds; the API server is our own.
	config.QPS, config.Burst = -1, 0
	config.UserAgent = "kube-controller-manager"
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		return err
	}
	set := controllerSet{
		config:    config,
		client:    client,
		informers: informers.NewSharedInformerFactory(client, 0),
		keyFile:   flagValue(options.apiServerFlags, "service-account-signing-key-file"),
	}
	// First: the namespace controller asks for the resources that there are as soon as it is made.
	if err := awaitReady(ctx, client); err != nil {
		return err
	}
	controllers, err := set.build(ctx)
	if err != nil {
		return err
	}
	set.informers.Start(ctx.Done())
	for _, run := range controllers {
		go run(ctx)
	}
	return nil
}

// awaitReady waits without end: whoever started this process has the deadline, and ends it.
func awaitReady(ctx context.Context, client kubernetes.Interface) error {
	return wait.PollUntilContextCancel(ctx, readyPoll, true, func(ctx context.Context) (bool, error) {
		_, err := client.Discovery().RESTClient().Get().AbsPath("/readyz").DoRaw(ctx)
		return err == nil, nil
	})
}

func (s controllerSet) build(ctx context.Context) ([]controller, error) {
	namespaces, err := s.namespaces(ctx)
	if err != nil {
		return nil, fmt.Errorf("namespace controller: %w", err)
	}
	accounts, err := s.serviceAccounts(ctx)
	if err != nil {
		return nil, fmt.Errorf("service account controller: %w", err)
	}
	publisher, err := s.rootCertificates()
	if err != nil {
		return nil, fmt.Errorf("root CA certificate publisher: %w", err)
	}
	controllers := []controller{namespaces, accounts, publisher}
	if s.keyFile == "" {
		klog.InfoS("No legacy ServiceAccount tokens: --service-account-signing-key-file is not given")
		return controllers, nil
	}
	secrets, err := s.legacyTokens(ctx)
	if err != nil {
		return nil, fmt.Errorf("service account token controller: %w", err)
	}
	return append(controllers, secrets), nil
}

// namespaces empties and finishes namespaces that are being deleted.
func (s controllerSet) namespaces(ctx context.Context) (controller, error) {
	objects, err := metadata.NewForConfig(s.config)
	if err != nil {
		return nil, err
	}
	c := namespace.NewNamespaceController(ctx, s.client, objects, s.client.Discovery().ServerPreferredNamespacedResources,
		s.informers.Core().V1().Namespaces(), resync, corev1.FinalizerKubernetes)
	return func(ctx context.Context) { c.Run(ctx, workers) }, nil
}

// serviceAccounts keeps a ServiceAccount named default in every namespace.
func (s controllerSet) serviceAccounts(ctx context.Context) (controller, error) {
	c, err := serviceaccount.NewServiceAccountsController(klog.FromContext(ctx), s.informers.Core().V1().ServiceAccounts(),
		s.informers.Core().V1().Namespaces(), s.client, serviceaccount.DefaultServiceAccountsControllerOptions())
	if err != nil {
		return nil, err
	}
	return func(ctx context.Context) { c.Run(ctx, 1) }, nil
}

// legacyTokens fills Secrets of the type kubernetes.io/service-account-token.
func (s controllerSet) legacyTokens(ctx context.Context) (controller, error) {
	key, err := keyutil.PrivateKeyFromFile(s.keyFile)
	if err != nil {
		return nil, err
	}
	generator, err := tokens.JWTTokenGenerator(tokens.LegacyIssuer, key)
	if err != nil {
		return nil, err
	}
	c, err := serviceaccount.NewTokensController(klog.FromContext(ctx), s.informers.Core().V1().ServiceAccounts(),
		s.informers.Core().V1().Secrets(), s.client,
		serviceaccount.TokensControllerOptions{TokenGenerator: generator, RootCA: s.config.CAData})
	if err != nil {
		return nil, err
	}
	return func(ctx context.Context) { c.Run(ctx, workers) }, nil
}

// rootCertificates keeps the ConfigMap kube-root-ca.crt in every namespace.
func (s controllerSet) rootCertificates() (controller, error) {
	c, err := rootcacertpublisher.NewPublisher(s.informers.Core().V1().ConfigMaps(), s.informers.Core().V1().Namespaces(),
		s.client, s.config.CAData)
	if err != nil {
		return nil, err
	}
	return func(ctx context.Context) { c.Run(ctx, 1) }, nil
}
