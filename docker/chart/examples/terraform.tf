# helm_release waits for the migration and for all pods. Secrets are made elsewhere, so none is in the state.
terraform {
  required_providers {
    helm = {
      source  = "hashicorp/helm"
      version = "~> 2.17"
    }
  }
}

resource "helm_release" "imas" {
  name             = "imas"
  namespace        = "imas"
  create_namespace = true
  repository       = "oci://registry.example/charts"
  chart            = "imas"
  version          = "0.1.0"
  values           = [file("values.yaml")]
  wait             = true
  timeout          = 900
}
